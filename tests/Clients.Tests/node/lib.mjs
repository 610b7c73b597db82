// What the scripts share: settings from the command line, one JSON line for each thing seen, commands from standard input.
import { createInterface } from "node:readline";

export const settings = JSON.parse(process.argv[2]);

export function see(name, ...args) {
  process.stdout.write(`{"name":${JSON.stringify(name)},"args":${JSON.stringify(args)}}\n`);
}

export function obey(verbs) {
  createInterface({ input: process.stdin }).on("line", (line) => {
    const [verb, ...args] = JSON.parse(line);
    verbs[verb](...args);
  });
}
