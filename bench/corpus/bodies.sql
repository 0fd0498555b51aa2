-- When bodies of another mean size are asked for (bench.body, a setting, in bytes): paragraphs lose their last words. An article has
-- 9.55 of them on average, and a blank line between two.
UPDATE bench.paragraph SET text = rtrim(array_to_string(words[1:greatest(5, round(share * cardinality(words)))::int], ' '), ',.') || '.'
FROM (SELECT n AS of, string_to_array(text, ' ') AS words FROM bench.paragraph) split,
  (SELECT (current_setting('bench.body')::int / 9.55 - 2) / avg(octet_length(text)) AS share FROM bench.paragraph) cut
WHERE n = of;
ANALYZE bench.paragraph;
