namespace Trawl.ServiceDefaults.Tests.Callers.Jwt;

/// <summary>Tokens and keys that others made: PyJWT 2.6.0 with OpenSSL, and the examples of RFC 7515.</summary>
internal static class OthersTokens
{
    public const string Issuer = "https://issuer.example";
    public const string Secret = "an example secret of Trawl's own tests: not one to use";

    /// <summary>Until 2100, of alice, an admin, for <c>trawl</c> and <c>other</c>.</summary>
    private const string Claims =
        "eyJzdWIiOiJhbGljZSIsImlhdCI6MTc2NzIyNTYwMCwiZXhwIjo0MTAyNDQ0ODAwLCJhdWQiOlsidHJhd2wiLCJvdGhlciJdLCJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwicm9sZXMiOlsicmVhZGVyIiwiYWRtaW4iXX0";

    public const string Hs256 = $"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{Claims}.u9yBlc26sHAAf4uBxFVxFMJkcqt7taSlJc83mgVi4pM";

    public const string Hs512 = $"eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.{Claims}.igIP2H3ERugYWUwhcFjsRH6XAWN_Z0amVQBKt_56sxaCa6tto_5nuhvJAY65Rj0UxS77asI5kX0wjPPO_eQY7A";

    public const string Rs256 =
        $"eyJhbGciOiJSUzI1NiIsImtpZCI6InIiLCJ0eXAiOiJKV1QifQ.{Claims}.HnfuEEfSjhD5bfNutyhAFXObfeI4jq54T5_H64XdkGwnOszEgBWd3UdkIwZaXclfKnawPG0J_QlB7EtKl7-6dCPumRXa16Yj-xLt4hplXz_KzV4qr6p56-4qbTGOKBv_QtGf5ipg-ZV1s7Vnol9123Ed3NSDLOZpXjoT8wiqubjyYDj6WqWCL86wBw6vlAnrO2YokTjGB0bF4mU4otnU_EylCxTyBzxkKBZBjRFTkRhoSRpljO2P0b1xpudKS-DejssxSg3NcsbS49N4YpNGKNrjeYkOhek-Txv1Qz0Ljnr0kU5laG3WGlavA2Dq7omg7j7x3nkfmKyjCMIwgso-eg";

    public const string Ps256 =
        $"eyJhbGciOiJQUzI1NiIsImtpZCI6InIiLCJ0eXAiOiJKV1QifQ.{Claims}.QhGt-47mpCWnBQwsgm886QH-UciUjmFlmA39q_0BElUpXJN6mOcIAIlYHPDA-qnCBW-9hw2B9yuBpGR_IHe82jy2bdfRBNy_ilXIOXliHoMo9PiKfFJeWpj3OgWOjbmO6XiZIp7tbtaAbWJ_SMoNzWL4g_ACa-6jc3Y1NHQZXPZd4mNTyVQt-1mnsimm0OT1JQvoqM1cwGSJEE23RHS5sweIrwQDE86-PNvNDS2gZG_mCIwibKvEAbKMkJxKhlv1fiSSejzXqpnyYy4xnrxK4QCu2dNu8lecZTz--ovpqUeepyhEdZfTEwQhKR5CJ7oZb1ejRHleh9OENjrzO_IyjQ";

    public const string Es256 =
        $"eyJhbGciOiJFUzI1NiIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.{Claims}.TATOXu2ndzXceDvVE9tvtDsYTk-6vraVcZyu4GnZk6S8GDQHI383BLqNAqWW05_Aa2jLqIoSqLzGvzasDuer2g";

    /// <summary>The public keys of the three, as a JWK set.</summary>
    public const string Keys = """
        {"keys":[
          {"kty":"RSA","kid":"r","key_ops":["verify"],"e":"AQAB","n":"yO2PudOW8qcfWcNxjyrHlOPOTPFSZ5bmmwsnpKpPHtfXffXLbQtpm0ODvMf2eFlohmbn3285JOQSqvrT6wlYCf_GrDbb_xy67pyGcZDeO7WqHqRLdO8xrzNnW2EMxUW5mTbVsyDEEPPdJURH3vP3EZgEDwXEtrfV5RQERtcECmRw7Y2K0FTwyT_Xobv_VQj7iTbmetiv6HkpgDVQQJHkNPXBqJvP0dsnmViBRfNyuj8sN-v7N4S8402OpDURrUQYMW8a9rN3kFZnWPm4ekLqP7jqfIRjH-s4cgzmMrx9iZbMZ9NgRmkIbF1nRyqOYODRlSIbkzCRkaDumw6WouRkSQ"},
          {"kty":"EC","kid":"e","crv":"P-256","x":"ymzBbz3tMyyRTi57lbpjDhMp6E2NLTE67t-i9R52wG4","y":"3igKlDQ_QbwzIPMJ7klizMHrbjYTJYpZEEKWt5sgyow"}]}
        """;

    /// <summary>RFC 7515, appendix A.1: signed by HS256, with line breaks in its claims.</summary>
    public const string Rfc7515A1 =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public const string Rfc7515A1Key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    /// <summary>RFC 7515, appendix A.3: signed by ES256.</summary>
    public const string Rfc7515A3 =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    public const string Rfc7515A3X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    public const string Rfc7515A3Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    /// <summary>RFC 7519, section 6.1: a token without a signature.</summary>
    public const string Rfc7519Unsecured = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
}
