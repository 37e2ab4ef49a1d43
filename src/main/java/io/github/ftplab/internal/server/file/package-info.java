/** Users' homes and the files in them. Neither a path nor a symbolic link leads out of a home. */
@NullMarked
package io.github.ftplab.internal.server.file;

import org.jspecify.annotations.NullMarked;
