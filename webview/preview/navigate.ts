/** Which box an arrow key leads to: up and down along the connections, left and right to what stands beside. */
import type { Picture } from '../../src/ir/view';
import type { Drawing } from './drawing';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const isDirection = (key: string): key is Direction => /^Arrow(Up|Down|Left|Right)$/.test(key);

/** Undefined where nothing is in that direction. */
export function neighbour(picture: Picture, { nodes }: Drawing, id: string, direction: Direction): string | undefined {
  const place = (one: string): DOMRect | undefined => nodes.get(one)?.getBoundingClientRect();
  const own = place(id);
  if (own === undefined) return undefined;
  const middle = ({ left, width }: DOMRect): number => left + width / 2;
  const nearest = (ids: readonly string[]): string | undefined =>
    ids
      .flatMap((one) => {
        const box = place(one);
        return box === undefined ? [] : [{ one, far: Math.abs(middle(box) - middle(own)) }];
      })
      .sort((a, b) => a.far - b.far)[0]?.one;

  if (direction === 'ArrowDown') return nearest(picture.edges.filter(({ from }) => from === id).map(({ to }) => to));
  if (direction === 'ArrowUp') return nearest(picture.edges.filter(({ to }) => to === id).map(({ from }) => from));
  return nearest(
    picture.nodes.flatMap((node) => {
      const box = place(node.id);
      const isBeside = box !== undefined && box.top < own.bottom && own.top < box.bottom;
      const isThere = box !== undefined && (direction === 'ArrowLeft' ? box.right <= own.left : box.left >= own.right);
      return isBeside && isThere ? [node.id] : [];
    }),
  );
}
