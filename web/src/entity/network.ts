import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';

/** Somebody or something in the network. */
export interface NetworkNode {
  readonly id: string;
  /** How many articles name it together with the one in the middle. */
  readonly articleCount: number;
}

/** That two are named together. */
export interface NetworkLink {
  readonly source: string;
  readonly target: string;
  readonly articleCount: number;
}

export interface Network<Node extends NetworkNode> {
  /** Those around the middle, the most often named with it first. */
  readonly around: readonly Node[];
  /** Each pair once: of the middle with each around it, and of those with each other. */
  readonly links: readonly NetworkLink[];
}

/** Somebody or something named with another one, and whom it is itself named with. */
export interface Neighbour<Node> {
  readonly articleCount: number;
  readonly node: Node & {
    readonly id: string;
    readonly coMentions: {
      readonly edges: readonly { readonly articleCount: number; readonly node: { readonly id: string } }[];
    };
  };
}

/** Makes a network of an entity and those who are named with it. */
export function networkOf<Node>(middle: string, neighbours: readonly Neighbour<Node>[]): Network<Node & NetworkNode> {
  const around = neighbours.map(({ articleCount, node }) => ({ ...node, articleCount }));
  const ids = new Set(around.map(({ id }) => id));
  const links: NetworkLink[] = around.map(({ id, articleCount }) => ({ source: middle, target: id, articleCount }));
  const pairs = new Set<string>();
  for (const { id, coMentions } of around) {
    for (const { articleCount, node } of coMentions.edges) {
      const pair = [id, node.id].sort().join(' ');
      if (!ids.has(node.id) || pairs.has(pair)) continue;
      pairs.add(pair);
      links.push({ source: id, target: node.id, articleCount });
    }
  }
  return { around, links };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Room between the middles of two nodes, for a name below each. */
const ROOM = 44;
const TICKS = 220;

/**
 * Where each node of a network stands, the middle at 0, 0; within the given half width and half height. The same network always gets the
 * same places.
 */
export function placesOf(
  middle: string,
  { around, links }: Network<NetworkNode>,
  { width, height }: { width: number; height: number },
): Map<string, Place> {
  const most = Math.max(1, ...links.map(({ articleCount }) => articleCount));
  const nodes = [
    { id: middle, fx: 0, fy: 0, x: 0, y: 0 },
    ...around.map(({ id }, index) => {
      const angle = (2 * Math.PI * index) / around.length - Math.PI / 2;
      return { id, x: Math.cos(angle) * width * 0.7, y: Math.sin(angle) * height * 0.7 };
    }),
  ];
  const pull = forceLink<(typeof nodes)[number], { source: string; target: string; articleCount: number }>(
    links.map((link) => ({ ...link })),
  )
    .id(({ id }) => id)
    .distance(({ articleCount }) => Math.min(width, height) * (1 - 0.45 * (articleCount / most)))
    .strength(0.12);
  forceSimulation(nodes)
    .force('pull', pull)
    .force('push', forceManyBody().strength(-700))
    .force('room', forceCollide(ROOM))
    // What the panel is wider than high, the network is, too.
    .force('x', forceX(0).strength(0.03))
    .force('y', forceY(0).strength(0.03 * (width / height) ** 2))
    .stop()
    .tick(TICKS);
  const within = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));
  return new Map(nodes.map(({ id, x, y }) => [id, { x: within(x, width), y: within(y, height) }]));
}
