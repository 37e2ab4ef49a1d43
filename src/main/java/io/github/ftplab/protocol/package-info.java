/** What both engines need to speak FTP. Knows the JDK only, and neither engine. */
@NullMarked
package io.github.ftplab.protocol;

import org.jspecify.annotations.NullMarked;
