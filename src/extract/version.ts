/** Stored with what was extracted; raised by every change that can alter an answer. Alone here, so that it is known without the models. */
export const EXTRACTOR_VERSION = '1.4.0';
