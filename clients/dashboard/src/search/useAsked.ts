import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { type Asked, askedOf, paramsOf } from "./query.js";

const pauseMs = 250;

/** What is typed, and what is asked: the same after a pause, and in the address, so that it can be sent and gone back to. */
export function useAsked(): readonly [typed: Asked, asked: Asked, type: (change: Partial<Asked>) => void] {
  const [params, setParams] = useSearchParams();
  const asked = askedOf(params);
  const address = paramsOf(asked).toString();
  const [{ typed, seen, sent }, setTyped] = useState({ typed: asked, seen: address, sent: address });
  // The address has changed: by what was typed, or somebody went back or followed a link, and then it says what is typed.
  if (seen !== address) setTyped({ typed: address === sent ? typed : asked, seen: address, sent: address });
  useEffect(() => {
    const wanted = paramsOf(typed);
    if (wanted.toString() === address) return;
    const timer = setTimeout(() => {
      setTyped((now) => ({ ...now, sent: wanted.toString() }));
      setParams(wanted, { replace: true });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, address, setParams]);
  return [typed, asked, (change) => setTyped((now) => ({ ...now, typed: { ...now.typed, ...change } }))];
}
