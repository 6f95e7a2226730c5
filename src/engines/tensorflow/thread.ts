/** The engine's own thread: a run of a session blocks the thread it is called on. */
export {};
