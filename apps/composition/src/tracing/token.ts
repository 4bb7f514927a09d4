/** Who is told what belongs to which trace; null: nobody is. Apart from what traces, which is loaded by whoever traces. */
export const TRACING = Symbol('TRACING');
