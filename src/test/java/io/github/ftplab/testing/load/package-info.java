/** Many clients of several kinds at once, which break off some of what they do, and count what comes of it. */
@NullMarked
package io.github.ftplab.testing.load;

import org.jspecify.annotations.NullMarked;
