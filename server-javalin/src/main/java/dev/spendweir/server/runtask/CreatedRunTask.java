package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonObject;

/**
 * A run task just made, with the two secrets that are shown only now.
 *
 * @param path its secret path, from the root of the server
 * @param hmacKey what HCP Terraform signs with
 */
public record CreatedRunTask(RunTask task, String path, String hmacKey) {

    /**
     * The item with its secrets.
     *
     * @param publicUrl address of this server as others reach it, without a slash at its end; empty when it is not known
     */
    public JsonObject toJson(String publicUrl) {
        JsonObject.Builder all = JsonObject.builder();
        task.toJson().forEach(all::put);
        return all.put("url", publicUrl + path).put("hmac_key", hmacKey).build();
    }

    @Override
    public String toString() {
        return "CreatedRunTask[" + task.runTaskId() + ", secrets hidden]";
    }
}
