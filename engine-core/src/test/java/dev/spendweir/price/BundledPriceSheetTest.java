package dev.spendweir.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledPriceSheetTest {

    private static final PriceSheet SHEET = BundledPriceSheet.get();

    private static Price price(String type, String values) {
        return SHEET.price(type, ResourceAttributes.known((JsonObject) JsonReader.read(values)));
    }

    @Test
    void document_read_hasNoWarnings() {
        assertThat(PriceSheetReader.read(BundledPriceSheet.document()).warnings())
                .isEmpty();
        assertThat(SHEET.currency()).isEqualTo("USD");
        assertThat(SHEET.sources().values())
                .allSatisfy(source -> assertThat(source.asOf()).isNotEmpty());
    }

    /** Monthly figures worked out by hand from the price pages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws_instance|{\"instance_type\":\"m5.4xlarge\",\"root_block_device\":[{\"volume_type\":\"gp2\",\"volume_size\":50}],\"ebs_block_device\":[{\"volume_type\":\"io1\",\"volume_size\":1000,\"iops\":800}]}|742.64|false",
                "aws_instance|{\"instance_type\":\"t3.micro\"}|8.392|true",
                "aws_ebs_volume|{\"type\":\"gp3\",\"size\":100,\"iops\":4000,\"throughput\":225}|17|false",
                "aws_db_instance|{\"engine\":\"mysql\",\"instance_class\":\"db.t3.micro\",\"allocated_storage\":20,\"multi_az\":false}|14.71|false",
                "aws_db_instance|{\"engine\":\"postgres\",\"instance_class\":\"db.m5.large\",\"allocated_storage\":100,\"storage_type\":\"io1\",\"iops\":1000,\"multi_az\":true}|484.88|false",
                "aws_eks_cluster|{}|73|false",
                "aws_nat_gateway|{}|37.35|true",
                "aws_lambda_function|{\"memory_size\":512}|1.86667|true",
                "aws_dynamodb_table|{\"billing_mode\":\"PROVISIONED\",\"read_capacity\":5000,\"write_capacity\":5000}|2847.25|true",
                "aws_elasticache_cluster|{\"node_type\":\"cache.m6g.12xlarge\",\"num_cache_nodes\":1}|2596.61|false",
                "aws_secretsmanager_secret|{}|0.4|false",
                "google_compute_instance|{\"machine_type\":\"n1-standard-1\",\"zone\":\"us-central1-a\",\"boot_disk\":[{\"initialize_params\":[{\"size\":20,\"type\":\"pd-ssd\"}]}]}|38.075|false",
                "google_sql_database_instance|{\"region\":\"us-central1\",\"database_version\":\"POSTGRES_15\",\"settings\":[{\"tier\":\"db-custom-2-7680\",\"availability_type\":\"REGIONAL\",\"disk_size\":100,\"disk_type\":\"PD_SSD\"}]}|231.246|false",
                "google_container_cluster|{\"location\":\"us-central1\",\"initial_node_count\":1,\"remove_default_node_pool\":true}|73|false",
                "google_redis_instance|{\"tier\":\"BASIC\",\"memory_size_gb\":4,\"region\":\"us-central1\"}|143.08|false",
                "azurerm_linux_virtual_machine|{\"size\":\"standard_d2s_v3\",\"location\":\"East US\",\"os_disk\":[{\"storage_account_type\":\"Premium_LRS\",\"disk_size_gb\":30}]}|75.36|false",
                "azurerm_managed_disk|{\"storage_account_type\":\"StandardSSD_LRS\",\"disk_size_gb\":200,\"location\":\"eastus\"}|19.2|false",
                "azurerm_redis_cache|{\"sku_name\":\"Premium\",\"family\":\"P\",\"capacity\":1,\"location\":\"eastus\"}|404.42|false",
                "azurerm_public_ip|{\"sku\":\"Standard\",\"location\":\"eastus\"}|3.65|false"
            })
    void commonResources_priced_areTheListPrice(String type, String values, String monthly, boolean assumed) {
        Price price = price(type, values);
        assertThat(price).isInstanceOfSatisfying(Price.Priced.class, priced -> {
            assertThat(priced.monthly().setScale(5, RoundingMode.HALF_EVEN))
                    .isEqualByComparingTo(new BigDecimal(monthly).setScale(5, RoundingMode.HALF_EVEN));
            assertThat(priced.assumed()).as("%s", priced.assumptions()).isEqualTo(assumed);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws_instance|{\"instance_type\":\"z9.huge\"}",
                "aws_instance|{\"instance_type\":\"t3.micro\",\"tenancy\":\"dedicated\"}",
                "aws_db_instance|{\"engine\":\"oracle-ee\",\"instance_class\":\"db.m5.large\",\"allocated_storage\":20}",
                "aws_autoscaling_group|{\"desired_capacity\":3}",
                "azurerm_linux_virtual_machine|{\"size\":\"Standard_D2s_v3\",\"os_disk\":[{\"storage_account_type\":\"UltraSSD_LRS\"}]}",
                "google_sql_database_instance|{\"database_version\":\"SQLSERVER_2019_STANDARD\",\"settings\":[{\"tier\":\"db-custom-2-7680\"}]}",
                "google_compute_instance|{\"machine_type\":\"n1-standard-1\",\"guest_accelerator\":[{\"type\":\"t4\"}]}",
                "aws_ecs_service|{}",
                "made_up|{}"
            })
    void whatTheSheetDoesNotKnow_priced_isUnknown(String type, String values) {
        assertThat(price(type, values)).isInstanceOf(Price.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_iam_role",
                "aws_security_group",
                "aws_route53_record",
                "random_id",
                "null_resource",
                "terraform_data",
                "tls_private_key",
                "local_file",
                "time_sleep",
                "google_project_iam_member",
                "azurerm_resource_group",
                "kubernetes_namespace",
                "aws_route_table"
            })
    void freeTypes_priced_areFree(String type) {
        assertThat(price(type, "{}")).isEqualTo(new Price.Free());
    }
}
