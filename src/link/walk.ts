export { type Node, visitNodes } from '../core/program-nodes.ts';
