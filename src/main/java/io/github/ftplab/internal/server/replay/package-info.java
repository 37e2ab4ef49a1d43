/** Replays recorded sessions: answers as the recorded server did. */
@NullMarked
package io.github.ftplab.internal.server.replay;

import org.jspecify.annotations.NullMarked;
