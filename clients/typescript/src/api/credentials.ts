/** Who calls, in the way of the server's `Auth:Mode`. */
export interface Credentials {
  /** `development`: any name. Without one, `anonymous`. */
  userId?: string;
  /** `jwt`: a bearer token, or what gives one; asked again when it has expired. */
  token?: string | (() => string | Promise<string>);
  /** `apiKey`. */
  apiKey?: string;
}

/** The headers that say who calls. */
export async function credentialHeaders(credentials: Credentials): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (credentials.userId) headers["X-User-Id"] = credentials.userId;
  if (credentials.apiKey) headers["X-Api-Key"] = credentials.apiKey;
  const token = typeof credentials.token === "function" ? await credentials.token() : credentials.token;
  if (token) headers.Authorization = `Bearer ${token}`;
  return headers;
}
