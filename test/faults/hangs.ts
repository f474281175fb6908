// A document sends a decoder into a loop without end. The event loop never turns again, so neither a timer nor a signal
// handler of the process can stop it.

export function hang(): void {
  for (;;) Math.sqrt(Math.random());
}
