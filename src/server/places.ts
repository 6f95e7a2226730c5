/** Findings and pictures with URIs where the compiler has paths. */
import type { Diagnostic, Fix } from '../ir/diagnostic';
import type { Location } from '../ir/location';
import type { Picture } from '../ir/view';

export type UriOf = (path: string) => string;

export const withUris = (diagnostic: Diagnostic, uriOf: UriOf): Diagnostic => ({
  ...diagnostic,
  location: located(diagnostic.location, uriOf),
  related: diagnostic.related.map(({ message, location }) => ({ message, location: located(location, uriOf) })),
  fixes: diagnostic.fixes.map(
    ({ title, edits }): Fix => ({ title, edits: edits.map((edit) => ({ ...edit, file: uriOf(edit.file) })) }),
  ),
});

export const pictureWithUris = (picture: Picture, uriOf: UriOf): Picture => ({
  ...picture,
  nodes: picture.nodes.map((node) => ({ ...node, places: node.places.map((place) => located(place, uriOf)) })),
});

const located = ({ file, range }: Location, uriOf: UriOf): Location => ({ file: uriOf(file), range });
