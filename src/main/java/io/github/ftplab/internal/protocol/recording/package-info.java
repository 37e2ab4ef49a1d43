/** Recordings of sessions: the file, its writer and its reader. The format is described in docs/replay.md. */
@NullMarked
package io.github.ftplab.internal.protocol.recording;

import org.jspecify.annotations.NullMarked;
