import { serveCpuTask } from "/client/index.js";

serveCpuTask((numbers) => numbers.reduce((sum, number) => sum + number));
