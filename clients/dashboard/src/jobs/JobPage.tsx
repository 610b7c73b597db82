export default function JobPage({ id }: { id: string }) {
  return <h1>{id}</h1>;
}
