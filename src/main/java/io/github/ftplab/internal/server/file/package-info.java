/** Homes and the files in them. Nobody leaves a home, and no symbolic link is followed by accident. */
@NullMarked
package io.github.ftplab.internal.server.file;

import org.jspecify.annotations.NullMarked;
