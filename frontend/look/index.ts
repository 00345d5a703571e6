export { Avatar } from "./avatar.tsx";
export { Button } from "./button.tsx";
export { Clamp } from "./clamp.tsx";
export { Lozenge, type LozengeTone } from "./lozenge.tsx";
export { Message } from "./message.tsx";
export { Moment } from "./moment.tsx";
export { PriorityMark } from "./priority-mark.tsx";
export { Skeleton } from "./skeleton.tsx";
export { sayNextTry } from "./say-next-try.ts";
