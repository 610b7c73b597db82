/** Progress as an outside program reports it: a percentage under one of two names, a stage, a sentence. */
export function ReportedProgress({
  name,
  report,
  stages = [],
}: {
  name: string;
  report: Record<string, unknown>;
  stages?: string[];
}) {
  const percent = Math.max(0, Math.min(100, Number(report.progress ?? report.percent ?? 0) || 0));
  const at = stages.indexOf(String(report.stage));
  return (
    <div className="trawl-panel-progress">
      <p className="trawl-panel-message">{`${name}: ${report.message ?? report.stage ?? `${percent} %`}`}</p>
      <progress max={100} value={percent} aria-label={name}>{`${percent} %`}</progress>
      {stages.length > 0 && (
        <ol className="trawl-panel-stages">
          {stages.map((stage, index) => (
            <li key={stage} data-done={index < at || undefined} aria-current={index === at ? "step" : undefined}>
              {stage}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
