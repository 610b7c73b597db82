import { PageTitle } from "../ui/index.js";
import { QueueCard } from "./queue/QueueCard.js";
import { WaitsCard } from "./queue/WaitsCard.js";
import { Totals } from "./totals/Totals.js";
import { WorkersCard } from "./workers/WorkersCard.js";
import "./operation.css";

export default function OperationPage() {
  return (
    <>
      <PageTitle title="Operation">
        <p className="soft small">Your jobs, and all workers. Read anew every 5 seconds.</p>
      </PageTitle>
      <Totals />
      <div className="operation-columns">
        <WorkersCard />
        <WaitsCard />
      </div>
      <QueueCard />
    </>
  );
}
