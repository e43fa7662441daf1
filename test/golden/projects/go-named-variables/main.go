package main

import (
	"log"
	"net/http"

	"github.com/spf13/viper"
)

type settings struct {
	Quote   string `mapstructure:"QUOTE"`
	Address string `mapstructure:"ADDRESS"`
}

func main() {
	viper.SetConfigName("app")
	viper.SetConfigType("env")
	viper.AddConfigPath(".")
	viper.AutomaticEnv()
	viper.SetDefault("ADDRESS", ":8080")
	if err := viper.ReadInConfig(); err != nil {
		log.Fatal("no app.env: ", err)
	}
	var s settings
	if err := viper.Unmarshal(&s); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(s.Quote))
	})
	log.Fatal(http.ListenAndServe(s.Address, nil))
}
