import { beginningOf, piecesOf } from "./marked.js";

/** Where in a passage the words were found; its beginning where none was. */
export function Highlights({ highlights, chunk }: { highlights: readonly string[]; chunk: string }) {
  if (highlights.length === 0) return <p className="result-text">{beginningOf(chunk)}</p>;
  return (
    <p className="result-text">
      {highlights.map((highlight, place) => (
        // Fragments have no name but their place.
        <span key={place}>
          {place > 0 && " … "}
          {piecesOf(highlight).map(({ text, marked }, at) => (marked ? <mark key={at}>{text}</mark> : text))}
        </span>
      ))}
    </p>
  );
}
