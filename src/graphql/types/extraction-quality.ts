import type { QualityFigure as Figure, ExtractionQuality as Quality } from '../../domain/quality.ts';
import { builder } from '../builder.ts';
import { QualityMeasure, QualityMetric } from './enums.ts';

const QualityFigure = builder.objectRef<Figure>('QualityFigure').implement({
  description: 'How well one kind of thing is found in one corpus of annotated news. Shares are 0 to 1.',
  fields: (t) => ({
    measure: t.expose('measure', { type: QualityMeasure, description: 'What is measured.' }),
    metric: t.expose('metric', { type: QualityMetric, description: 'In what the value is given.' }),
    corpus: t.exposeString('corpus', { description: 'The annotated news it was measured on.' }),
    value: t.exposeFloat('value', { description: 'The figure, 0 to 1.' }),
    low: t.exposeFloat('low', {
      description: 'Lower end of its 95 % confidence interval, by bootstrap over the articles.',
    }),
    high: t.exposeFloat('high', { description: 'Upper end of its 95 % confidence interval.' }),
    precision: t.exposeFloat('precision', {
      nullable: true,
      description: 'The share of what was found that is right. Null when the value is an accuracy.',
    }),
    recall: t.exposeFloat('recall', {
      nullable: true,
      description: 'The share of what is there that was found. Null when the value is an accuracy.',
    }),
    sampleSize: t.exposeInt('sampleSize', { description: 'How many annotated things the figure rests on.' }),
    isHeldOut: t.exposeBoolean('isHeldOut', {
      description:
        'Whether the models had not seen these texts in training; the rules may have been written with them in view.',
    }),
  }),
});

const ExtractionQuality = builder.objectRef<Quality>('ExtractionQuality').implement({
  description: 'How well extraction does, measured on news that people have annotated.',
  fields: (t) => ({
    extractorVersion: t.exposeString('extractorVersion', {
      description: 'The version of the extractor that was measured, as `Document.extractorVersion` has it.',
    }),
    figures: t.field({
      type: [QualityFigure],
      args: { measure: t.arg({ type: QualityMeasure, description: 'Only these; null or left out: all.' }) },
      description: 'The figures, in a fixed order.',
      resolve: ({ figures }, { measure }) => figures.filter((figure) => measure == null || figure.measure === measure),
    }),
  }),
});

builder.queryField('extractionQuality', (t) =>
  t.field({
    type: ExtractionQuality,
    description:
      'How well the extraction that fills the graph does, with confidence intervals: what to trust, and how far.',
    resolve: (_root, _args, { quality }) => quality,
  }),
);
