import { DraftsList } from "../drafts/DraftsList.js";
import { PageTitle } from "../ui/index.js";
import { JobsList } from "./list/JobsList.js";
import { SubmitForm } from "./submit/SubmitForm.js";

/** The first page: begin a crawl, and see all there are. */
export function JobsPage() {
  return (
    <div className="stack">
      <PageTitle title="Jobs" />
      <SubmitForm />
      <DraftsList />
      <JobsList />
    </div>
  );
}
