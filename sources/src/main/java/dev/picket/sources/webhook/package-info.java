/**
 * Webhook sources: HTTP requests rate-limited, authenticated, read within bounds, decoded,
 * normalised, given to the pipeline, and answered once what they brought is committed.
 *
 * <p>{@link dev.picket.sources.webhook.WebhookRoutes} is what a web server mounts.
 */
@NullMarked
package dev.picket.sources.webhook;

import org.jspecify.annotations.NullMarked;
