/** What can be chosen about a session. Knows nothing else of the client. */
@NullMarked
package io.github.ftplab.internal.client.settings;

import org.jspecify.annotations.NullMarked;
