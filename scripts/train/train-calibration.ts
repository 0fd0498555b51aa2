/** Fits on PolNeAR what a confidence is worth. */
import { rankers } from '../../src/extract/attribution/learned/judge.ts';
import { startDraft } from '../../src/extract/draft.ts';
import { entitySteps } from '../../src/extract/entities/steps.ts';
import { answerOf } from '../../src/extract/json-lines.ts';
import type { LinearModel } from '../../src/extract/model/linear-model.ts';
import { readModel } from '../../src/extract/model/linear-model.ts';
import { QuoteRanker } from '../../src/extract/quotes/rank.ts';
import { quotesBy } from '../../src/extract/quotes/steps.ts';
import type { Judgement } from '../accuracy/reliability.ts';
import { sourceJudgements, speakerJudgements } from '../accuracy/reliability.ts';
import type { Scored } from '../accuracy/scorer.ts';
import type { GoldArticle } from './attribution-examples.ts';
import { goldLines, readArticles } from './attribution-examples.ts';
import { isotonicKnots } from './isotonic.ts';
import { trainAttributionContent, trainAttributionCue, trainAttributionSource } from './train-attribution.ts';
import { trainQuotes } from './train-quotes.ts';
import type { TrainedModel } from './write-model.ts';
import { writeModel } from './write-model.ts';

/** Each article is answered by models that were trained on the other half. */
const FOLDS = 2;

/** The model `calibration`: knots for quotes with marks and without, from answers to articles that were not trained on. */
export async function trainCalibration(): Promise<TrainedModel> {
  const articles = readArticles('polnear-train');
  const speakers: Judgement[] = [];
  const sources: Judgement[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const answers = await answersOfOthers(
      articles.filter((_, index) => index % FOLDS !== fold),
      articles.filter((_, index) => index % FOLDS === fold),
    );
    speakers.push(...answers.flatMap(speakerJudgements));
    sources.push(...answers.flatMap(sourceJudgements));
  }
  return {
    outputs: ['none'],
    weights: new Map(),
    dense: { marked: isotonicKnots(speakers), unmarked: isotonicKnots(sources) },
  };
}

/** What models trained on some articles answer to others, confidence as they give it. */
async function answersOfOthers(trained: readonly GoldArticle[], asked: readonly GoldArticle[]): Promise<Scored[]> {
  const lines = trained.flatMap(goldLines);
  const step = quotesBy(
    new QuoteRanker(inUse(await trainQuotes(trained))),
    rankers(
      inUse(trainAttributionCue(lines)),
      inUse(trainAttributionSource(lines)),
      inUse(trainAttributionContent(lines)),
    ),
    { marked: [], unmarked: [] },
  );
  return asked.map((article) => {
    const { text } = article;
    const draft = [...entitySteps, step].reduce(
      (before, next) => next(before),
      startDraft({ body: text, headline: '', inLanguage: 'en' }),
    );
    return { gold: JSON.stringify(article), prediction: JSON.stringify(answerOf(text, draft)) };
  });
}

/** A model as it is when it is read from its file. */
function inUse(model: TrainedModel): LinearModel {
  return readModel(writeModel(model));
}
