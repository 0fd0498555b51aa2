import { autoUpdate, computePosition, flip, inline, offset, shift } from '@floating-ui/dom';
import type { MouseEvent, PointerEvent, KeyboardEvent as ReactKeyboardEvent } from 'react';
import { memo, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Article } from './article-query.ts';
import { languageOf } from './article-query.ts';
import { Card } from './card.tsx';
import type { Layer, Mark } from './marks.ts';
import { layerOf, marksOf, subjectOf } from './marks.ts';
import type { Segment } from './segments.ts';
import { paragraphs } from './segments.ts';

/** Milliseconds that a pointer rests on words before their card opens, or leaves before it closes. */
const REST = 150;

interface MarkedTextProps {
  readonly article: Article;
  readonly hidden: ReadonlySet<Layer>;
  /** An offset in the body: the card of the words there stays open. */
  readonly at: number | null;
  /** The address of the page with the card of these words open. */
  readonly addressOf: (at: number) => string;
  readonly onPin: (at: number | null) => void;
}

/**
 * The body with everything marked that was found in it. Words on which something begins can be reached by Tab and show their card;
 * Enter, a click or a tap keeps it open and goes into it, Escape closes it.
 */
export function MarkedText({ article, hidden, at, addressOf, onPin }: MarkedTextProps) {
  const cardId = useId();
  const text = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  const timer = useRef(0);
  const [preview, setPreview] = useState<number | null>(null);
  const cut = useMemo(() => paragraphs(article.body, marksOf(article)), [article]);
  const linked = useMemo(() => new Map(article.entities.edges.map((edge) => [edge.node.id, edge])), [article]);

  const isShown = (mark: Mark) => {
    const layer = layerOf(mark);
    return layer !== null && !hidden.has(layer);
  };
  const place = at ?? preview;
  const open = place === null ? undefined : segmentAt(cut, place);
  const named = open?.marks.filter((mark) => layerOf(mark) !== null) ?? [];
  const shown = named.some(isShown) ? named.filter(isShown) : named;
  const active = new Set(shown.map(subjectOf));
  const start = shown.length > 0 ? open?.start : undefined;
  const elementAt = (offsetOf: number | undefined) => text.current?.querySelector(`[data-start="${offsetOf}"]`);

  const rest = (next: number | null) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setPreview(next), REST);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const close = () => {
    window.clearTimeout(timer.current);
    const words = elementAt(start);
    if (card.current?.contains(document.activeElement) && words instanceof HTMLElement) words.focus();
    setPreview(null);
    if (at !== null) onPin(null);
  };

  // The card stands by its words; on a narrow page the style sheet has it at the foot instead.
  useLayoutEffect(() => {
    const words = text.current?.querySelector(`[data-start="${start}"]`);
    const { current: floating } = card;
    if (!words || !floating) return undefined;
    return autoUpdate(words, floating, async () => {
      const { x, y } = await computePosition(words, floating, {
        placement: 'bottom-start',
        middleware: [inline(), offset(8), flip({ padding: 8 }), shift({ padding: 8 })],
      });
      floating.style.setProperty('--card-x', `${x}px`);
      floating.style.setProperty('--card-y', `${y}px`);
    });
  }, [start]);

  // Who comes by an address, or jumps from a list, sees the words.
  useEffect(() => {
    if (at === null) return;
    const words = text.current?.querySelector(`[data-start="${segmentAt(cut, at)?.start}"]`);
    const box = words?.getBoundingClientRect();
    if (!words || !box) return;
    const isAtFoot = card.current !== null && getComputedStyle(card.current).position === 'fixed';
    const lowest = isAtFoot ? (card.current?.getBoundingClientRect().top ?? 0) : innerHeight * 0.8;
    if (box.top < 0 || box.bottom > lowest) words.scrollIntoView({ block: isAtFoot ? 'start' : 'center' });
  }, [at, cut]);

  useEffect(() => {
    if (start === undefined) return undefined;
    const onEscape = (event: KeyboardEvent) => event.key === 'Escape' && close();
    const onPress = (event: Event) => {
      const { target } = event;
      if (target instanceof Element && !target.closest('.card, [data-start], .jump, .legend')) close();
    };
    document.addEventListener('keydown', onEscape);
    document.addEventListener('pointerdown', onPress);
    return () => {
      document.removeEventListener('keydown', onEscape);
      document.removeEventListener('pointerdown', onPress);
    };
  });

  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse') return;
    if (target instanceof Element && target.closest('.card')) window.clearTimeout(timer.current);
    else rest(startOf(target));
  };
  const onClick = (event: MouseEvent) => {
    const pinned = startOf(event.target);
    if (pinned === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onPin(pinned);
    // A click without a pointer is a key's: it goes on inside of the card.
    if (event.detail === 0) requestAnimationFrame(() => focusable(card.current)[0]?.focus());
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    const stops = focusable(card.current);
    const leaves = event.key === 'Tab' && document.activeElement === (event.shiftKey ? stops[0] : stops.at(-1));
    const words = elementAt(start);
    // Tab goes on from the words, not from the end of the text where the card is.
    if (leaves && words instanceof HTMLElement) {
      words.focus();
      if (event.shiftKey) event.preventDefault();
      onPin(null);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the words are links, and take the keys themselves
    <div
      ref={text}
      className="marked-text"
      lang={languageOf(article)}
      onPointerOver={onPointerOver}
      onPointerLeave={() => rest(null)}
      onClick={onClick}
      onKeyDown={onKeyDown}
      // Words that are pressed get the focus, too: a card that opened then would be in the way of the click.
      onFocus={({ target }) => target.matches(':focus-visible') && setPreview(startOf(target))}
      onBlur={({ target, relatedTarget }) => {
        const goesIn = relatedTarget instanceof Node && card.current?.contains(relatedTarget);
        if (startOf(target) !== null && !goesIn) setPreview(null);
      }}
    >
      {cut.map((paragraph) => (
        <p key={paragraph.start}>
          {paragraph.segments.map((segment) => (
            <Stretch
              key={segment.start}
              segment={segment}
              className={classOf(segment, isShown, active)}
              address={
                segment.marks.some((mark) => isShown(mark) && mark.start === segment.start)
                  ? addressOf(segment.start)
                  : null
              }
              describedBy={segment.start === start ? cardId : undefined}
            />
          ))}
        </p>
      ))}
      {open && start !== undefined && (
        <Card ref={card} id={cardId} words={open.text} marks={shown} linked={linked} onClose={close} />
      )}
    </div>
  );
}

interface StretchProps {
  readonly segment: Segment<Mark>;
  readonly className: string;
  /** Where its card is open. Null where nothing begins. */
  readonly address: string | null;
  readonly describedBy: string | undefined;
}

const Stretch = memo(function Stretch({ segment, className, address, describedBy }: StretchProps) {
  if (className === '') return segment.text;
  if (address === null) {
    return (
      <span className={className} data-start={segment.start}>
        {segment.text}
      </span>
    );
  }
  return (
    <a className={className} data-start={segment.start} href={address} aria-describedby={describedBy}>
      {segment.text}
    </a>
  );
});

/** What a stretch is marked as: its shown layers, and what belongs to the open card. Empty for plain text. */
function classOf({ marks }: Segment<Mark>, isShown: (mark: Mark) => boolean, active: ReadonlySet<string>): string {
  const classes = marks.filter(isShown).flatMap((mark) => {
    const layer = layerOf(mark);
    if (mark.kind === 'source') return [`on-${layer}`, mark.citation.isNamed ? 'is-named' : 'is-unnamed'];
    return mark.kind === 'quote' ? [`on-${layer}`, `is-${mark.quote.quoteType.toLowerCase()}`] : [`on-${layer}`];
  });
  const isActive = marks.filter((mark) => active.has(subjectOf(mark))).map(({ kind }) => `active-${kind}`);
  return [...new Set([...classes, ...isActive])].join(' ');
}

function segmentAt(cut: ReturnType<typeof paragraphs<Mark>>, at: number): Segment<Mark> | undefined {
  return cut.flatMap(({ segments }) => segments).find(({ start, end }) => start <= at && at < end);
}

function startOf(target: EventTarget | null): number | null {
  const words = target instanceof Element ? target.closest('[data-start]') : null;
  const start = words?.getAttribute('data-start');
  return start === null || start === undefined ? null : Number(start);
}

function focusable(card: HTMLElement | null): HTMLElement[] {
  return [...(card?.querySelectorAll<HTMLElement>('a, button') ?? [])];
}
