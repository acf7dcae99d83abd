export {
  type Extracted,
  type ExtractedPiece,
  extractJoined,
  joinedContent,
  type OtherVersion,
} from './extract-joined.ts';
export { type JoinedPiece, piecesAround } from './joined-piece.ts';
export { entitiesIn, type Unmatched } from './unmatched.ts';
