export default function DraftPage({ id }: { id: string }) {
  return <h1>{id}</h1>;
}
