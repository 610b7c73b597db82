import { Link, useSearchParams } from "wouter";
import { DocumentView } from "../documents/DocumentView.js";
import { PageTitle } from "../ui/index.js";
import { paramsOf } from "./query.js";
import { Results } from "./Results.js";
import { SearchForm } from "./SearchForm.js";
import { useAsked } from "./useAsked.js";
import "./search.css";

export default function SearchPage() {
  const [typed, asked, type] = useAsked();
  const [params] = useSearchParams();
  const shown = params.get("document");
  const back = (
    <Link className="button button-plain" href={`/search?${paramsOf(asked)}`}>
      Back to the results
    </Link>
  );
  return (
    <>
      <PageTitle title="Search" tab={asked.q ? `${asked.q} · Search` : "Search"} />
      <SearchForm typed={typed} type={type} />
      {shown ? <DocumentView key={shown} id={shown} actions={back} /> : <Results asked={asked} />}
    </>
  );
}
