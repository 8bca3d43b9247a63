-- The seventh schema: what an import writes anywhere in the file, row by row, is less.
-- Never edit a migration that was released; add the next one.

-- The latest role and name of somebody are found on `speaker_said`; `speaker.day` is read no more.
DROP INDEX speaker_entity;

-- The writer counts speakers for a whole transaction and enters the sums once, in the order of the
-- index; the rows of an article that is replaced or taken out are still counted out by `speaker_left`.
DROP TRIGGER speaker_entered;

-- Quotes as sure as that: fifty steps, each of which grows at its end, where thousands of values grew
-- on as many pages.
DROP INDEX quote_confidence;
CREATE INDEX quote_sure ON quote (CAST(confidence * 50 AS INTEGER), article, confidence);
