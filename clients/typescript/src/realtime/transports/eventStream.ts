/** What came on an event stream: an event's data, a new `retry:`, or (neither) a comment that keeps the line open. */
export interface StreamLine {
  data?: string;
  retryMs?: number;
}

/** The blocks of `text/event-stream`. Their `event:` and `id:` are left out: both are in the data. */
export async function* eventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamLine> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true }).replaceAll("\r", "");
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) yield lineOf(block);
    }
  } finally {
    // A reader that is given up leaves the line open.
    await reader.cancel().catch(() => {});
  }
}

function lineOf(block: string): StreamLine {
  const line: StreamLine = {};
  for (const field of block.split("\n")) {
    const value = field.slice(field.indexOf(":") + 1).trimStart();
    if (field.startsWith("data:")) line.data = line.data === undefined ? value : `${line.data}\n${value}`;
    else if (field.startsWith("retry:")) line.retryMs = Number(value);
  }
  return line;
}
