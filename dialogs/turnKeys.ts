/** Under which names a turn and its answer travel through the SDK's turn state to a dialog and back. */
export const TURN = Symbol('turn');
export const ANSWER = Symbol('answer');
