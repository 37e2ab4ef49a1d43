/** Home directories and the files in them. Neither paths nor symbolic links lead out of a home. */
@NullMarked
package io.github.ftplab.internal.server.file;

import org.jspecify.annotations.NullMarked;
