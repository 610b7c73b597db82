export { addressField, type FieldForm } from "./fields.js";
export { PlanControl } from "./PlanControl.js";
export { PlanFields } from "./PlanFields.js";
export { toAddress, toText } from "./values.js";
