/** Loads a runtime and says what it is, in a process of its own: a broken library may end it. */
export {};
