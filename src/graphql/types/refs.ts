/** The types that point to each other, declared here without fields so that their files need not import each other. */
import type {
  ArticleRow,
  ArticleVersionRow,
  CitationRow,
  CorrectionRow,
  DocumentRow,
  EntityMentionRow,
  EntityRow,
  QuoteRow,
  SourceRow,
} from '../../storage/read/rows.ts';
import { builder } from '../builder.ts';
import { connectionType } from '../connection.ts';

export const Article = builder.objectRef<ArticleRow>('Article');
export const ArticleVersion = builder.objectRef<ArticleVersionRow>('ArticleVersion');
export const Document = builder.objectRef<DocumentRow>('Document');
export const Entity = builder.objectRef<EntityRow>('Entity');
export const EntityMention = builder.objectRef<EntityMentionRow>('EntityMention');
export const Quote = builder.objectRef<QuoteRow>('Quote');
export const Citation = builder.objectRef<CitationRow>('Citation');
export const Source = builder.objectRef<SourceRow>('Source');
export const Correction = builder.objectRef<CorrectionRow>('Correction');

export const ArticleConnection = connectionType('Article', Article, 'articles');
export const ArticleVersionConnection = connectionType('ArticleVersion', ArticleVersion, 'versions');
export const EntityConnection = connectionType('Entity', Entity, 'entities');
export const EntityMentionConnection = connectionType('EntityMention', EntityMention, 'mentions');
export const QuoteConnection = connectionType('Quote', Quote, 'quotes');
export const CitationConnection = connectionType('Citation', Citation, 'citations');
export const SourceConnection = connectionType('Source', Source, 'sources');
