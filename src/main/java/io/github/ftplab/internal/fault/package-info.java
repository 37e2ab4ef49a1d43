/** What the public types about faults and breakpoints hold, and the server carries out. Depends on the protocol only. */
@NullMarked
package io.github.ftplab.internal.fault;

import org.jspecify.annotations.NullMarked;
