import { useQueryClient } from "@tanstack/react-query";
import { useInvalidateOnCompletion } from "@trawl/client/react";
import { lazy, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { JobsPage } from "../jobs/JobsPage.js";
import { ErrorBoundary, Skeleton } from "../ui/index.js";
import { NotFound } from "./NotFound.js";
import { Shell } from "./Shell.js";
import { SessionProvider } from "./session/Session.js";

const JobPage = lazy(() => import("../jobs/JobPage.js"));
const DraftPage = lazy(() => import("../drafts/DraftPage.js"));
const SourcesPage = lazy(() => import("../sources/SourcesPage.js"));
const SourcePage = lazy(() => import("../sources/SourcePage.js"));
const SearchPage = lazy(() => import("../search/SearchPage.js"));
const OperationPage = lazy(() => import("../operation/OperationPage.js"));
const NotificationsPage = lazy(() => import("../notifications/NotificationsPage.js"));

export function App() {
  return (
    <SessionProvider>
      <Renewal />
      <Shell>
        <Pages />
      </Shell>
    </SessionProvider>
  );
}

const ofJobs = [["sources"], ["document"], ["search"]];

/** What was read before a job ended may be something else since. */
function Renewal() {
  useInvalidateOnCompletion(useQueryClient(), ofJobs);
  return null;
}

function Pages() {
  const [here] = useLocation();
  return (
    <ErrorBoundary key={here}>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          <Route path="/" component={JobsPage} />
          <Route path="/jobs/:id">{({ id }) => <JobPage key={id} id={id} />}</Route>
          <Route path="/drafts/:id">{({ id }) => <DraftPage key={id} id={id} />}</Route>
          <Route path="/sources" component={SourcesPage} />
          <Route path="/sources/:id">{({ id }) => <SourcePage key={id} id={id} />}</Route>
          <Route path="/search" component={SearchPage} />
          <Route path="/operation" component={OperationPage} />
          <Route path="/notifications" component={NotificationsPage} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
