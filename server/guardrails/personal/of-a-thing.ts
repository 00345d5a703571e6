/** Numbers of things: one in ten passes the check of cards. */
export const OF_A_THING =
  /(?:order|batch|chargen|charge(?=.{0,3}n[or])|build|job|case|ticket|bestell|auftrag|rechnung|invoice|tracking|sendung|commande|facture|pedido|encomenda|factura|fatura|ordine|fattura|sku|ean|jan|gtin|isbn|imei|barcode|article|artikel|part|item|serial|seri[ea]|ref(?!und|inanc)|注文|伝票|商品|受付|管理|会員|問い合わせ|問合せ)\p{L}{0,12}\.?[^\p{L}\d\n]{0,4}(?:nr|no|num(?:ber|mer|éro|ero)?|id|code|コード|番号)?[^\p{L}\d\n]{0,4}$/iu;
