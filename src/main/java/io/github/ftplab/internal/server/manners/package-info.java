/** How other servers present themselves, so that this one can imitate them: replies, features, listings, paths. */
@NullMarked
package io.github.ftplab.internal.server.manners;

import org.jspecify.annotations.NullMarked;
