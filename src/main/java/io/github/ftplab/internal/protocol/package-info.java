/** What client and server both need to know of FTP and of text. Uses the JDK and nothing else. */
@NullMarked
package io.github.ftplab.internal.protocol;

import org.jspecify.annotations.NullMarked;
