/** Notifications of approvals: signed webhooks and Slack messages, queued with what they tell and sent later. */
@NullMarked
package dev.spendweir.server.notify;

import org.jspecify.annotations.NullMarked;
