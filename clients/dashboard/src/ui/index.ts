export { Button, type ButtonProps } from "./controls/Button.js";
export { ConfirmDialog, Dialog } from "./controls/Dialog.js";
export { type ControlProps, Field, type FieldProps, Select, TextArea, TextField } from "./controls/Field.js";
export { FormFooter } from "./controls/FormFooter.js";
export { Toggle } from "./controls/Toggle.js";
export { Badge, StatusBadge, statusName, type Tone, toneOfLevel } from "./data/Badge.js";
export {
  formatClock,
  formatCount,
  formatDuration,
  formatMoment,
  formatOf,
  formatPercent,
  formatRate,
  formatRelative,
} from "./data/formats.js";
export { type Line, LineChart } from "./data/LineChart.js";
export { ProgressBar } from "./data/ProgressBar.js";
export { Table } from "./data/Table.js";
export { Time, useNow } from "./data/Time.js";
export { formatWait, roughly } from "./data/waits.js";
export { EmptyState } from "./feedback/EmptyState.js";
export { ErrorBoundary } from "./feedback/ErrorBoundary.js";
export { ErrorBox, fieldErrors, messageOf } from "./feedback/ErrorBox.js";
export { Skeleton } from "./feedback/Skeleton.js";
export { Card } from "./layout/Card.js";
export { PageTitle } from "./layout/PageTitle.js";
