/**
 * Scores what `newsgraph extract` finds in development corpora, by the corpora's own scorers:
 * `npx tsx scripts/score.ts [CORPUS …]`, by default quotes/polnear-dev quotes/gum-news entities/worldwide. The models were trained on
 * worldwide and on polnear-train, so figures on these are too good: what names reach on documents that the tagger has not seen is
 * told by `scripts/train/cross-validate-entities.ts`.
 */
import { answersTo } from './accuracy/predictions.ts';
import { scoreTogether } from './accuracy/scorer.ts';

const wanted = process.argv.slice(2);
for (const corpus of wanted.length > 0 ? wanted : ['quotes/polnear-dev', 'quotes/gum-news', 'entities/worldwide']) {
  const articles = answersTo(`${corpus}.jsonl`);
  const isEntities = corpus.startsWith('entities/');
  const figures = await scoreTogether(
    isEntities ? 'score-entities.mjs' : 'score-quotes.mjs',
    articles,
    isEntities ? ['--strip-the'] : [],
  );
  console.log(`${corpus}: ${articles.length} articles\n${figures}`);
}
